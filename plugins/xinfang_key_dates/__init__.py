"""Key dates (重要日期): periods an office prepares for. The smallest plugin: copy it to begin one of your own."""
