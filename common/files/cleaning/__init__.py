"""Files of strangers taken apart and written anew, in a process of its own with little room.

What stands here is imported by that process, which knows neither Django nor any secret.
"""
