# Interactive bash: a plain prompt, a history that is never lost, and shell-integration marks
# (OSC 133) by which the terminal knows where a prompt starts (A), where what is typed starts (B),
# where output starts (C), and that a command ended and how (D;status).
case $- in *i*) ;; *) return ;; esac
[ "${TERM:-dumb}" = dumb ] && return

__atelier_ran=0
__atelier_prompt() {
  local status=$?
  # Nothing ended when only Enter or Ctrl-C was typed.
  if [ "$__atelier_ran" = 1 ]; then printf '\e]133;D;%s\a' "$status"; fi
  __atelier_ran=0
  history -a
  return "$status"
}
PROMPT_COMMAND=(__atelier_prompt)
# The expansion is always empty: it is there for its assignment, made only when a command runs.
PS0='\e]133;C\a${__atelier_ran:$((__atelier_ran=1)):0}'
# Bold instead of a colour: readable in the light theme and in the dark one.
PS1='\[\e]133;A\a\e[1m\]\u@\h\[\e[0m\]:\[\e[1m\]\w\[\e[0m\]\$ \[\e]133;B\a\]'
PS2='> '

HISTCONTROL=ignorespace
HISTSIZE=5000
HISTFILESIZE=5000
shopt -s histappend checkwinsize
alias ls='ls --color=auto' grep='grep --color=auto'
