"""Style sheets and scripts of the page, put into it as they are."""
