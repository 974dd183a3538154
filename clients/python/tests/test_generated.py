"""The generated files are what the specification says now."""

import json
import unittest

import generate
from leadline import errors, names
from leadline.commands import Commands


class Generated(unittest.TestCase):
    def test_files_are_up_to_date(self):
        self.assertEqual(generate.stale(), [], f"run {generate.REGENERATE}")

    def test_a_file_that_was_changed_is_found(self):
        commands = generate.generated()[generate.PACKAGE / "commands.py"]
        specification = json.loads((generate.PROTOCOL / "commands.json").read_text())
        changed = next(c for c in specification["commands"] if c["name"] == "LEAD.NEW")
        changed["arguments"][0]["name"] = "EMALE"
        self.assertNotIn(generate.Method(changed).source(), commands)

    def test_every_command_is_a_method_or_the_connections(self):
        methods = {name for name in vars(Commands) if not name.startswith("_")}
        served = {generate.identifier(name) for name in names.COMMANDS
                  if name not in generate.kinds.OF_CONNECTIONS}
        self.assertEqual(methods, served)

    def test_every_code_has_a_class(self):
        self.assertEqual(set(errors.CLASSES), set(names.ERRORS))

    def test_an_exception_to_a_kind_names_a_field_that_there_is(self):
        specification = json.loads((generate.PROTOCOL / "commands.json").read_text())
        fields = {f"{command['name']} {field}" for command in specification["commands"]
                  for field in command["reply"]["fields"]}
        # An exception may come before its command, so that families can be built side by side.
        declared = {key for key in generate.kinds.EXCEPTIONS
                    if key.rpartition(" ")[0] in names.COMMANDS}
        self.assertEqual(declared - fields, set())


if __name__ == "__main__":
    unittest.main()
