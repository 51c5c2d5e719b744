"""The decision to end the war: schools of thought as data, the tables of the council, and what each school says."""
