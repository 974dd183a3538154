"""Writes a manual page from what a program says of itself."""

import re


def escaped(text):
    """The text as roff has it: hyphens that can be pasted, and no line that begins a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("’", "'")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def option(argument):
    """An option's names and its value, in bold and italics."""
    dashes = {"long": "--", "short": "-"}
    names = sorted((dashes.get(each["kind"], "-") + each["name"] for each in argument["names"]), key=len)
    shown = ", ".join(f"\\fB{escaped(name)}\\fR" for name in names)
    if argument["kind"] == "option":
        shown += f" \\fI{escaped(argument['valueName'])}\\fR"
    return shown


class Page:
    """One manual page, built up section by section."""

    def __init__(self, name, section, version, help):
        self.name, self.section, self.version, self.help = name, section, version, help
        self.lines = []
        self.head()
        self.described(help)
        self.options(help, "OPTIONS")
        for each in help.get("subcommands", []):
            if each["commandName"] != "help":
                self.command(each, f"{name} {each['commandName']}", ("help", "version"))

    def text(self, mark):
        title = f'.TH {self.name.upper()} {self.section} "" "Leadline {self.version}"'
        return "\n".join([f'.\\" {mark}', title, *self.lines, ""])

    def head(self):
        self.lines += [".SH NAME", f"{escaped(self.name)} \\- {escaped(self.summary(self.help))}",
                       ".SH SYNOPSIS"]
        self.synopsis(self.help, self.name)
        for each in self.help.get("subcommands", []):
            if each["commandName"] != "help":
                self.synopsis(each, f"{self.name} {each['commandName']}")
        self.lines.append(".SH DESCRIPTION")

    @staticmethod
    def summary(help):
        text = help["abstract"].rstrip(".")
        return text[0].lower() + text[1:]

    def synopsis(self, help, name):
        words = [f".B {escaped(name)}"]
        if any(each["kind"] != "positional" for each in help["arguments"]):
            words.append("[\\fIoptions\\fR]")
        if help is self.help and any(each["commandName"] != "help" for each in help.get("subcommands", [])):
            words.append("[\\fIsubcommand\\fR]")
        for each in help["arguments"]:
            if each["kind"] == "positional":
                dots = " .\\|.\\|." if each["isRepeating"] else ""
                shown = f"\\fI{escaped(each['valueName'])}\\fR{dots}"
                words.append(f"[{shown}]" if each["isOptional"] else shown)
        self.lines += [*words, ".br"]

    def described(self, help):
        """The discussion; what is indented in it is shown as it is."""
        self.lines.append(escaped(help["abstract"]))
        for paragraph in (help.get("discussion") or "").split("\n\n"):
            if not paragraph:
                continue
            if paragraph.startswith("  "):
                self.lines += [".PP", ".EX", escaped(paragraph), ".EE"]
            else:
                self.lines += [".PP", escaped(paragraph)]

    def options(self, help, title, known=()):
        """Options under their headings; those of the names in `known` are left out."""
        shown = [each for each in help["arguments"]
                 if each["kind"] != "positional" and each["shouldDisplay"]
                 and each["preferredName"]["name"] not in known]
        if shown and title:
            self.lines.append(f".SH {title}")
        for each in shown:
            self.lines += [".TP", option(each), escaped(each.get("abstract") or "")]
            if each.get("defaultValue") not in (None, ""):
                self.lines.append(f"The default is {escaped(each['defaultValue'])}.")

    def command(self, help, name, known=()):
        if not any(line == ".SH COMMANDS" for line in self.lines):
            self.lines.append(".SH COMMANDS")
        self.lines.append(f".SS {escaped(name)}")
        self.described(help)
        self.options(help, "", known)

    def verbs(self, verbs):
        """What the command line does itself; its options for the connection are the tool's own."""
        known = {each["preferredName"]["name"] for each in self.help["arguments"] if each.get("names")}
        for verb, help in verbs.items():
            self.command(help, f"{self.name} {verb}", known)

    def settings(self, page):
        """The configuration's keys."""
        self.lines += [".SH SETTINGS",
                       "The keys of the file that \\fB\\-\\-config\\fR names, one JSON object. They are "
                       "variables of the environment, too, in upper case behind LEADLINE_."]
        for line in page.read_text().splitlines():
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            if not line.startswith("| `") or len(cells) != 5:
                continue
            key, takes, default, changed, decides = (cell.strip("`") for cell in cells)
            self.lines += [".TP", f"\\fB{escaped(key)}\\fR \\fI{escaped(takes)}\\fR", escaped(decides)]
            if default:
                self.lines.append(f"The default is {escaped(default)}.")
            self.lines.append(f"Changed {escaped(changed.replace('`', ''))}.")
