#include "cli/topics.h"

#include <fmt/format.h>

#include "loader/diagnostics/warning.h"
#include "provisioners/impact/impact.h"

namespace vmp {

namespace {

constexpr std::string_view kRegistry =
    R"(A registry is YAML with the sections nodes, networks, images, templates and vms. It
may be one file or many. Each `--registry` names a source:

    --registry registry.yaml         a file
    --registry registry              a directory: all *.yaml and *.yml below it
    --registry 'registry/**/*.yaml'  a glob; quotes keep the shell away from it
    --registry -                     standard input

In a glob, `**` is any number of directories, also none; `*`, `?` and `[...]` match
within a name. Hidden files and directories are left out. The files of one source
are sorted by path, byte by byte; sources are read in the order given. Later files
are merged over earlier ones: maps key by key, lists of named maps by name,
anything else is replaced.

Without `--registry`, the environment variable VMP_REGISTRY names the one source;
without that, standard input is read, which must not be empty then; an empty
source that is named, `--registry -` too, is a registry without entries. A source
that matches nothing or cannot be read is an error.
)";

constexpr std::string_view kNetworks =
    R"(An entry of `networks` describes a libvirt network of a node. With `provisioner:
v1beta1`, `gen` writes the directory networks/NAME for it; without one it is only
described, for others to name and for `check` to know.

    networks:
      - name: service
        nodeName: kvm1
        provisioner: v1beta1
        addresses:
          - cidr: 10.0.7.1/24
            dhcp: {ranges: [10.0.7.100-10.0.7.199]}
        hosts: [{name: db, addresses: [10.0.7.10], mac: "52:54:00:07:00:10"}]

    make -C networks/service up

A VM of v1beta1 is on it by its `interfaces`. The network keeps the addresses for it and
knows it by name, from the first boot on; with `via: static`, cloud-init writes them:

    vms:
      - name: web
        interfaces:
          - {name: eth0, network: service, addresses: [10.0.7.20]}
          - {name: eth1, bridge: br0}

Its texts may use NIC_<n>_MAC, _ADDRESS, _GATEWAY, _PREFIX, _DNS and _DOMAIN, n from 0.

The mode is nat (the default), route, open, isolated, bridge, macvtap or openvswitch.
Commands call a network by its directory: `vmp config networks/service`. Templates with
`kind: network` have the parts of networks, and only networks inherit from them. Computed
variables are NETWORK_NAME and NODE_NAME. `vmp schema` has every key.

In the directory, `make up` defines and starts the network, or brings a running one to
the registry: hosts and names change at once, the rest waits for `make restart` and is
said. `make help` lists the other targets.

Of a network that is only described, nobody here writes the definition. There a VM
enters its own addresses and names: `make up` does, `make down` takes them out, and
`make register` and `make unregister` do only that.
)";

constexpr std::string_view kNodes =
    R"(An entry of `nodes` describes a libvirt host. With `provisioner: v1beta1`, `gen` writes
the directory nodes/NAME for its storage pools; without one it is only described.

    nodes:
      - name: kvm1
        provisioner: v1beta1
        libvirt: {connection: {uri: "qemu+ssh://root@kvm1/system"}}
        pools:
          - {name: default, directory: {path: /var/lib/libvirt/images}}
          - {name: fast, logical: {volumeGroup: vg0}}
        requires: {virtType: kvm, firmware: efi}
        capacity: {memory: 48GiB, vcpus: 64, disk: 2TiB}

    make -C nodes/kvm1 check up

A pool is a directory, filesystem, netfs, logical, disk, iscsi, rbd or zfs. A device is
formatted only with `build: true`, and never one that has anything on it. Volumes in the
last five kinds are raw. Templates with `kind: node` have the parts of nodes; the computed
variable is NODE_NAME. Commands call a node by its directory: `vmp config nodes/kvm1`.

`vmp check` adds up what the VMs of a node want, and warns where that is more than its
`capacity`. In the directory, `make check` asks the node itself for all that `requires`
and its VMs need, `make up` makes the pools, and `make gc` lists what was of this registry
and is not any more. `make help` lists the other targets.
)";

constexpr std::string_view kImages =
    R"(A tag of an image with a `build` is made on this machine, step by step, and not only
downloaded. `gen` writes the directory images/NAME/TAG for those that VMs need, those that
others are built on, and those whose pattern is for one tag.

    images:
      - name: web
        provisioner: v1beta1
        tags:
          - pattern: ^12$
            volumeName: web-12.qcow2
            build:
              from: {image: debian:12}
              size: 10G
              steps:
                - {name: tools, install: [nginx]}
                - {name: site, copy: {from: files/site, to: /srv}}
                - {name: setup, run: {script: scripts/setup.sh}}
                - {name: seal, seal: {}}

    make -C images/web/12 build list

`from` is an `image` of the registry, a template of virt-builder (`builder`), files (`content`), an
unattended `install`, or, where it is left out, the tag's own `url`. Templates with `kind:
image` have parts of images; steps merge by their names, and `before` and `after` say where
a new one goes. Scripts and files are beside the source that names them. `computed` are
variables that nothing overrides, `customizable` the only ones that VMs may set.

Each step leaves a state in .cache beside the result, so that a build goes on where it was
stopped and begins again at what has changed. The result's name has the first digits of
the digest of all that led to it, as {IMAGE_VOLUME_NAME} has. In the directory, `make log`,
`make shell` and `make force`, each also with STEP=name, are for a step that fails, `make
doctor` for a machine that cannot build, and `make help` lists the others. Commands call an
image by its directory: `vmp config images/web/12`.

A VM with `install` under libvirt.domain has no image: `make up` runs its installer once, on
its first empty volume, until the guest powers off.
)";

constexpr std::string_view kFleet =
    R"(With `fleet` in the registry, `gen` also writes a Makefile into the base directory, which
drives all directories in it, of every provisioner version: nodes, networks and VMs.

    fleet:
      name: m2
    vms:
      - name: web
        groups: [front]
        dependsOn: [{vm: db, until: ready}]   # or until: started, the default

    vmp --registry registry.yaml gen
    make -j8 up

`up` checks the nodes and brings up pools, then networks, then VMs, each after what it
needs; `down` is the reverse. A failure stops only what needs it, and the last lines say
what came of all. `status` takes one connection to each node. `make help` has the others.

    make up VMS='web db'        these, and what they need
    make down GROUP=front       the VMs of a group
    make diff NODE=kvm1         all that is on a node
    make up/web                 one directory, and what it needs
    make exec CMD='uptime'      in every guest

A Makefile of your own in the base directory is never overwritten. A circle of VMs that
depend on each other is a mistake.
)";

constexpr std::string_view kProvision =
    R"(A VM of provisioner v1beta1 may have steps, which `make provision` takes in the guest when
that is ready. They are scripts and files beside the source that names them.

    templates:
      - name: base
        provision:
          - {name: packages, script: scripts/packages.sh, timeout: 20m}
          - name: config
            files: [{from: files/app.conf, to: /etc/app.conf, owner: app}]
            text: systemctl reload app
    vms:
      - name: web
        template: base
        provision:
          - {name: user, before: config, text: "id app || useradd -r app"}
          - {name: packages, script: null}      # none for this one

    make -C web up provision
    make -C web provision/config FORCE=1

A step is taken again when it has changed; `when: once` leaves it then, `always` takes it
each time. The guest knows what was taken (/var/lib/vmp), so a new disk begins anew.
Scripts run as root, with sudo or doas if ssh logs in as somebody else; `on: host` is for
those that run on this machine. A step that fails or takes longer than its timeout (10m)
ends it, and logs/NAME.log has what it said. With a fleet, `make provision` is for all VMs.

Which guest it is: its host key is taken from the guest agent or the console log, through
libvirt, into known_hosts of the directory. `ssh: {hostKey: agent}` insists on that.
)";

constexpr std::string_view kMoving =
    R"(A VM of v1alpha1 becomes one of v1beta1 in place: it keeps its UUID, MAC addresses,
disks and seed, and goes on running.

    make -C web diff          # says nothing: all is as the directory says

In the registry, of the VM or its template:

    provisioner: v1beta1                # was v1alpha1
    vars: {V1BETA1_SSH_USER: debian}    # was V1ALPHA1_SSH_USER

    vmp gen && git diff       # of the VM's own data, nothing else changes
    make -C web diff          # another definition, for the next start
    make -C web up

Images are looked for in ../.images, the base directory's, that VMs share. Move those
that are there (`mv web/.images .images`), or keep `vars: {DEFAULT_IMAGE_DIR: .images}`.

`interfaces` may take the place of `network` under `virtInstall`, in the same order; a
card keeps its MAC address where it keeps its place. The guest agent's channel and a
console log are there from the next start on, unless `channel` and `console` say false.
)";

constexpr std::string_view kCluster =
    R"(The provisioner `kubevirt-v1alpha1` makes a VM on a cluster with KubeVirt and CDI. Its node
names a context of your kubeconfig and a namespace, and `kubevirt` has KubeVirt's own
fields by their names; they merge as everything else does, so lists of named items merge
by name.

    nodes:
      - name: cluster
        kubernetes: {context: lab, namespace: vms}
    templates:
      - name: on-cluster
        provisioner: kubevirt-v1alpha1
        nodeName: cluster
        kubevirt:
          dataVolumes:
            - name: "{VM_NAME}-root"
              spec:
                source: {http: {url: "{IMAGE_URL}"}}
                storage: {resources: {requests: {storage: 10Gi}}}
          virtualMachine:
            runStrategy: Always
            template:
              spec:
                domain:
                  memory: {guest: 1Gi}
                  devices: {disks: [{name: root, disk: {bus: virtio}}]}
                volumes: [{name: root, dataVolume: {name: "{VM_NAME}-root"}}]

Images, vars, cloudInit, ssh, secrets, provision, groups and dependsOn are those of the
other provisioners. A template may hold both `libvirt` and `kubevirt`: the provisioner
decides which of them counts. A data volume with `deletionPolicy: Retain` is shared, and
stays.

`make up` applies vm.yaml, data-volumes.yaml, shared.yaml and a Secret of the files in
seed.d, as the field manager "vmp": a field that somebody else has set is told and never
taken, and an object without the label of vmp is left alone. What has the VM's label and
is in the directory no longer, `diff` lists and `up` deletes. kubectl is needed, and
virtctl for the console, for ssh without `ssh.host`, and to start and stop by hand.

A VM moves with its registry by another template and node; its disk moves by `make backup`
there and `virtctl image-upload` here: examples/kubevirt has the steps.
)";

constexpr std::string_view kImpact =
    R"(`vmp diff OLD NEW` gives each change of a generated directory a class, from the words
and files in it. The gravest of a directory comes first.

)";

constexpr std::string_view kImpactRules = R"(
What is not known is `next`. Some rules:

- What v1beta1 can change in a guest that runs (memory and processors within their
  maximum, one more disk or card, a medium, a volume that grows) is `live`; with
  v1alpha1, and with `V1BETA1_LIVE=no`, it is `next`.
- Of an image that is downloaded, another URL or checksum is `client`: a file that is
  there stays. Another file name is `rebuild`: overlays stay on the old one.
- Of a network, hosts, names, DHCP ranges and port groups are `live`; all else is `next`,
  which is a `make restart` there. Of an image that is built, all is `next`.
- The data of cloud-init is `reseed`, and a guest takes no notice of it unless the
  instance-id is another one, which is `first boot`.
- A directory that is gone is `loss`: what it made stays on the node. `make down` before.

A pipeline can show the result where a change is discussed, and stop for the exit status
5: examples/ci has workflows for GitHub and GitLab.
)";

std::string describe_impact() {
  std::string text(kImpact);
  for (const auto& [name, meaning] : impact::impact_names()) text += fmt::format("    {:15}{}\n", name, meaning);
  return text + std::string(kImpactRules);
}

constexpr std::string_view kMessages =
    R"(Messages go to standard error: the place, the mistake, the line, and what to do.

    registry/vms/web.yaml:4:12: error: image "debain-cloud" is not defined
        4 |     image: debain-cloud:12
          |            ^~~~~~~~~~~~
      Did you mean "debian-cloud"?

All mistakes of all entries and VMs are told at once, each once: what needs an entry
that is wrong is passed over. Only where YAML cannot be read, or nobody knows which
entry is meant, are VMs looked at when that is mended. A warning stops nothing, and
ends with its name in brackets; see `vmp help warnings`. Of more than 100, errors
come first, and the rest is a count: the forms below have all.

With `--diagnostics json`, standard error is one JSON array, empty if all is well,
and nothing else. Each element has severity (error or warning), warning (its name,
or null), file, line, column and width (null without a place; columns count
characters), message, help and notes (a list of further places, each with a
message). With exit status 4, the errors are the files that differ, each with its
path from the current directory in file (in SARIF with the rule outdated-file). With
`--diagnostics sarif`, it is a SARIF 2.1.0 log, which code scanners show at the lines
of a change:

    vmp --registry registry.yaml --diagnostics sarif check 2> vmp.sarif
)";

constexpr std::string_view kWarnings =
    R"(A warning tells of what is allowed and most likely not meant. Where it is meant, a
warning can be allowed by its name, which is in brackets behind its message. At one
place, with a comment behind the line or on the line above it:

    - pattern: ^12  # vmp: allow open-pattern

In a whole registry, with a list at its top level:

    x-vmp-allow: [unused-image, unused-template]

In one run, with `--allow open-pattern`. With `--werror`, warnings that are not
allowed count as errors: nothing is written, and the exit status is 1. A library of
images and templates is no mistake: unused-image and unused-template, one warning
for all of each, count only if they are named, with `--werror=unused-image`; so can
be any other, alone. `vmp check` tells all warnings, the other commands those about
the VMs that they resolve.

)";

std::string describe_warnings() {
  std::string text(kWarnings);
  for (const WarningKind& kind : warning_kinds()) text += fmt::format("    {:20}{}\n", kind.name, kind.summary);
  return text;
}

constexpr std::string_view kEnvironment = R"(An empty variable counts as not set, and an option wins over its variable.

    VMP_REGISTRY        the source of the registry, as --registry
    VMP_GEN_BASE_DIR    the base directory of gen, as --base-dir
    NO_COLOR            if set, messages have no colour unless --color always
    TERM                likewise, if it is "dumb"
    LIBVIRT_DEFAULT_URI the libvirt that init asks, as --connect
    HOME                where init looks for your public key, in .ssh

Nothing else is looked at: the same registry gives the same bytes on any machine.
)";

constexpr std::string_view kExitStatus = R"(The status tells scripts what went wrong:

    0    done
    1    the registry is wrong, or it has nothing of that name
    2    the command line is wrong
    3    reading or writing failed
    4    `gen --check`, `gen --diff` or `diff` found a difference
    5    `diff` found one by which data may go (classes `rebuild` and `loss`)

A reader of the output that goes away early (`vmp list | head -1`) is no failure.
)";

}  // namespace

std::vector<Topic> topics() {
  return {
      {"registry", "where the registry is read from", std::string(kRegistry)},
      {"networks", "networks in the registry and their directories", std::string(kNetworks)},
      {"nodes", "nodes in the registry, their pools and directories", std::string(kNodes)},
      {"images", "images that are built, and their directories", std::string(kImages)},
      {"fleet", "all directories together, in order and in parallel", std::string(kFleet)},
      {"provision", "steps in guests, and whose host keys they have", std::string(kProvision)},
      {"moving", "from v1alpha1 to v1beta1, in place", std::string(kMoving)},
      {"cluster", "VMs on a cluster with KubeVirt", std::string(kCluster)},
      {"impact", "what a change of generated directories does", describe_impact()},
      {"messages", "how mistakes are told", std::string(kMessages)},
      {"warnings", "what vmp warns of, and how to allow it", describe_warnings()},
      {"environment", "the variables that are looked at", std::string(kEnvironment)},
      {"exit-status", "what the exit status means", std::string(kExitStatus)},
  };
}

}  // namespace vmp
