"""Every sentence the policies and the life-cycle owe a person."""
