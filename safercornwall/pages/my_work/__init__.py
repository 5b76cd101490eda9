"""What somebody who edits the plan has to do, and what happened since they were last here."""
