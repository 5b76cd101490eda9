"""Maps of places by what is known of them: values in classes, the shapes they are drawn with, and the table beneath."""
