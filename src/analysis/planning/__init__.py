"""Before the study: what it will be able to show, reckoned with the estimators of its own report."""
