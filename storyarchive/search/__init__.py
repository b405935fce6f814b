"""Search goes from a `Library` to answers, at the prompt and in the browser alike.

    analysis   text → folded words and their stems
    passages   Markdown → plain words, and the passage of them that best shows a match
    postings   a story → counted words, made once for both readers
    ranking    counted words → stories in order (BM25F)
    index      the reader for the prompt, kept on disk by Whoosh
    query      a question → an `Answer`
    answer     what that is
    export     the reader for the browser: an index in small files

Stories and questions go through the same analysis and the same ranking, so both readers give one answer.
"""
