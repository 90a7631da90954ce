"""Single faults planted one at a time: do the tests that should see each one see it? ``make mutants``, outside CI."""
