"""Papers: what is handed to a narrator, filled in with one, or given to whoever must prove a consent.

receipt      what was agreed, what is made with the story from now on, how to stop
whereabouts  in what the story is that is made from a day on, and in what not and why
reasons      why an edition does not show a story, in plain words
gone         the receipt of a story that was taken down
scopes       which scopes hold for a narrative
paper        sections, points and answers: what a receipt is made of
printing     a receipt as text for a terminal and as a page for a printer
form         consent and metadata on paper, its boxes made from the table of fields
questions    how each field is asked on paper, or why it is not
records      consent records as JSON-LD, for organisations
events       what became of a consent, as events
terms        the words of the W3C Data Privacy Vocabulary that the records use
words        plain words for scopes, roles, ways and days
"""
