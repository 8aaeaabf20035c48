"""A virsh that costs nothing, and answers what another did."""


def record_virsh(virsh, make):
    """Has the toy VIRSH answer MAKE, which calls it once, and puts in its place what answers the same in any directory
    like that."""
    toy = virsh.readlink()
    virsh.unlink()
    recorder = virsh.with_name("toy-virsh") / "virsh"  # a toy knows by its name what it is
    recorder.parent.mkdir()
    recorder.symlink_to(toy)
    write_script(virsh, f"'{recorder}' \"$@\" | tee .virsh-answer")
    make()
    write_script(virsh, "exec cat .virsh-answer")


def write_script(path, command):
    path.write_text(f"#!/bin/sh\n{command}\n")
    path.chmod(0o755)
