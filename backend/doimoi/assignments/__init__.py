"""Who must do what by when: assignments of the plan and of the ward, the units named in them, their progress, what
hinders them, longer deadlines, and the acceptance that ends them."""
