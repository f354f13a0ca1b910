from django.db import migrations


class ChangeWords(migrations.SeparateDatabaseAndState):
    """Changes of labels, help texts and messages, which no database holds.

    Django draws up all models again after each change where they stand drawn up already; here they do not, and are
    drawn up once, after all of them.
    """

    def __init__(self, state_operations):
        super().__init__(state_operations=state_operations)

    def state_forwards(self, app_label, state):
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
