"""Links with which patients open the page about a visit: given by the clinic, opened with the birth date."""
