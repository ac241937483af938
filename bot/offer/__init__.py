"""CORE: a job offer in; entities, red flags with the words that raised them, a risk level and next steps out."""
