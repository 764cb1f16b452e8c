"""Everything that changes people, companies and duties, by noun."""
