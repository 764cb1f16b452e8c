"""A company as it stood at the end of a day; knows every floor."""
