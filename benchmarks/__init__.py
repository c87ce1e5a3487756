"""What the portal costs against what the same work costs without it, in one interleaved run."""
