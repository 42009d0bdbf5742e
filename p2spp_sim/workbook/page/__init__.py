"""What the browser is given: pieces of HTML, panels that never show a traceback, and who visits."""
