"""What is done to records: permissions, workflow, revisions, merging, erasing, and what is found out of many."""
