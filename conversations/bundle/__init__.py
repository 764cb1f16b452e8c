"""The record of a conversation as files that prove themselves to anybody."""
