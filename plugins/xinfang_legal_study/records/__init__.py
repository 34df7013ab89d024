"""What people did besides sessions (学习记录): credits, reflections, reading again, progress."""
