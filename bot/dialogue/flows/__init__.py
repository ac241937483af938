"""One flow a module, each a plain function from session and message to a Turn."""
