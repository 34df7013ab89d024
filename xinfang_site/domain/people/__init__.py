"""The persons of a matter (人员): identity, masking, conflicts of interest, separation of duties."""
