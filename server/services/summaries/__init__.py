"""What leaves the clinic about a patient: which records, what changed, who may have it."""
