"""Everything that happened to one company, in one stream; knows every floor."""
