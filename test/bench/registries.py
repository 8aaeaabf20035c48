"""Registries of any size, the same in every run: 13 templates in three levels, eight images whose tags are patterns, five
nodes, and 40 lines of user-data for each VM."""

NODE = """\
  - name: node{0}
    libvirt: {{connection: {{uri: "qemu+ssh://root@node{0}.example/system"}}}}
"""

IMAGE = """\
  - name: image{0}
    tags:
      - pattern: ^(?P<version>\\d+)-(?P<build>\\d+)$
        url: https://images.example/{0}/{{version}}/{{build}}.qcow2
        volumeName: image{0}-{{version}}-{{build}}.qcow2
      - pattern: ^(?P<version>\\d+)$
        url: https://images.example/{0}/{{version}}.qcow2
        volumeName: image{0}-{{version}}.qcow2
"""

BASE_TEMPLATES = """\
  - name: base
    provisioner: v1alpha1
    libvirt:
      domain:
        name: "{VM_NAME}"
        virtInstall:
          {memory: 1024, vcpus: 1, import: true, osinfo: linux2022, disk: [{name: root, options: {vol: "{VM_NAME}/root.qcow2"}}]}
      pools:
        - {name: "{VM_NAME}", directory: {path: "{DEFAULT_POOL_PATH}/{VM_NAME}"}}
      volumes:
        - name: "{IMAGE_VOLUME_NAME}"
          poolName: "{DEFAULT_POOL_NAME}"
          deletionPolicy: Retain
          uploadFile: {path: "{DEFAULT_IMAGE_DIR}/{IMAGE_VOLUME_NAME}"}
        - name: root.qcow2
          poolName: "{VM_NAME}"
          capacity: 20G
          backingVolume: {name: "{IMAGE_VOLUME_NAME}", poolName: "{DEFAULT_POOL_NAME}"}
  - name: cloud
    template: base
    cloudInit: {noCloud: {seed: {path: seed.iso}, data: {meta-data: {local-hostname: "{VM_NAME}"}}}}
"""

TEMPLATE = """\
  - name: role{0}
    template: cloud
    libvirt: {{domain: {{virtInstall: {{vcpus: {1}}}}}}}
"""

VM = """\
  - name: vm{number}
    template: role{template}
    nodeName: node{node}
    image: image{image}:12
    vars:
      ADDRESS: 10.{address}
    libvirt: {{domain: {{virtInstall: {{memory: {memory}}}}}}}
    ssh: {{user: ops, host: "{{ADDRESS}}"}}
    cloudInit:
      noCloud:
        data:
          user-data:
            hostname: "{{VM_NAME}}"
            packages: [vim, tmux, git]
            runcmd:
"""

COMMANDS = "".join(f"              - echo step {number} of {{VM_NAME}} at {{ADDRESS}} >> /var/log/setup\n" for number in range(37))


def shared_part():
    return ("nodes:\n" + "".join(NODE.format(number) for number in range(5)) +
            "images:\n" + "".join(IMAGE.format(number) for number in range(8)) +
            "templates:\n" + BASE_TEMPLATES + "".join(TEMPLATE.format(number, number + 1) for number in range(11)))


def vm(number):
    return COMMANDS_OF.format(number=number, template=number % 11, node=number % 5, image=number % 8,
                              address=f"{number >> 16}.{number >> 8 & 255}.{number & 255}", memory=512 * (1 + number % 8))


COMMANDS_OF = VM + COMMANDS.replace("{", "{{").replace("}", "}}")


def write_one_file(path, vms):
    with open(path, "w") as file:
        file.write(shared_part() + "vms:\n")
        for number in range(vms):
            file.write(vm(number))


def write_split(folder, vms):
    """One file for what the VMs share and one for each VM, a hundred in a folder."""
    folder.mkdir()
    (folder / "all.yaml").write_text(shared_part())
    for number in range(vms):
        part = folder / f"vms-{number // 100}"
        if number % 100 == 0:
            part.mkdir()
        (part / f"vm{number}.yaml").write_text("vms:\n" + vm(number))


NETWORK = """\
  - name: net{number}
    provisioner: v1beta1
    nodeName: node{node}
    domain: {{name: "net{number}.example.org"}}
    addresses: [{{cidr: 10.{number}.0.1/16, dhcp: {{ranges: [10.{number}.255.0-10.{number}.255.200]}}}}]
"""

INTERFACE = "    interfaces: [{{name: eth0, network: net{number}, addresses: [10.{number}.{address}]}}]\n"


def write_plugged(path, vms, has_networks):
    """VMs of v1beta1 in one file, each on one of ten networks, or the same without any."""
    with open(path, "w") as file:
        file.write(shared_part().replace("v1alpha1", "v1beta1"))
        if has_networks:
            file.write("networks:\n" + "".join(NETWORK.format(number=number, node=number % 5) for number in range(10)))
        file.write("vms:\n")
        for number in range(vms):
            file.write(vm(number))
            if has_networks:
                file.write(INTERFACE.format(number=number % 10, address=f"{number // 10 >> 7}.{2 + (number // 10 & 127)}"))
