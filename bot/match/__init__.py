"""CORE: a question in, ranked intents and a decision out."""
