"""What the clinic can do: one function for each action. A service flushes; its caller commits.

``records`` is the write path, ``accounts`` people and devices, ``summaries`` what leaves the clinic; ``verify`` holds
what is stored to what was written. The modules here read records (notes, patients, reviews, recall, pull), or keep what
all share (audit, feed, epoch, limits).
"""
