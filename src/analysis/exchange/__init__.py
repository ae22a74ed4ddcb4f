"""What goes out to those who deliver: templates to fill in, and letters on what to mend in what came back."""
