"""CORE: the content as types, its loader and its lint."""
