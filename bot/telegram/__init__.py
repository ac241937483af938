"""SHELL: python-telegram-bot; updates in, replies out."""
