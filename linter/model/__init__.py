"""What things are: spans, the parts of a page, kinds of documents, findings. No I/O, imports nothing of ours."""
