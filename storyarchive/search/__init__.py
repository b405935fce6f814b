"""Search goes from a `Library` to answers, at the prompt and in the browser alike.

A story is counted:

    analysis   text → folded words and their stems
    phrases    the vocabulary → concepts, and the phrases that say them
    postings   a story → counted words, made once for both readers
    passages   Markdown → plain words, and the passage of them that best shows a match

A question is understood:

    typed      a text → clauses, quotations, words with a minus
    asking     what people say around what they ask for, by language
    spelling   what a word that nobody knows was meant to be
    question   all of it → a `Plan`
    plan       what that is

And answered:

    ranking    counted words → stories in order (BM25F)
    facts      what filters, counts and ties need to know of a story
    query      a question → an `Answer`
    answer     what that is

From one of two readers:

    index      for the prompt, kept on disk by Whoosh
    keeping    when it is made, brought up to date, or trusted
    export     for the browser: an index in small files
    packing    how they are written
    extracts   what they hold of the text of a story

Stories and questions go through the same analysis and the same ranking, so both readers give one answer.
"""
