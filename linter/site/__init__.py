"""The knowledge base as readers see it: page parts, dashboards, the mkdocs plugin. Only `plugin` knows mkdocs."""
