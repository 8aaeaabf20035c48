# Completion of vmp for fish. "vmp __complete" knows the answers; this is how fish asks.

function __vmp_complete
    set -l typed (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor | string unescape)
    set -l answer ($typed[1] __complete $typed[2..-1] "$current" </dev/null 2>/dev/null)
    switch $answer[1]
        case files
            __fish_complete_path "$current"
        case directories
            __fish_complete_directories "$current"
        case '*'
            printf '%s\n' $answer[2..-1]
    end
end

complete --command vmp --no-files --arguments '(__vmp_complete)'
