"""The event streams of the live process.

A stream carries hints only. It ends with the session or the access of its person, or
after a few minutes, when the browser opens the next one. It holds no database
connection: who asks on its behalf closes theirs before anything is sent.
"""
