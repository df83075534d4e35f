"""``zjtx-docs serve``: a page on this machine to drop texts in, read the report, correct it and take it away.

Nothing leaves the machine and nothing is kept on its disk: uploads and results live in the memory of this process and
of the processes beside it that read them, each session apart, until they are deleted, fall idle or the server ends.
"""
