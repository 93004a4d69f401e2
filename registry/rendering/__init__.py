"""From records to HTML: the render context, the component compiler, the shell, assets."""
