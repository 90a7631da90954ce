"""Patients and past visits from a table: ``reading`` opens the file, ``plan`` says what would become of each row,
``write`` does what was seen in the plan, and takes a whole import back."""
