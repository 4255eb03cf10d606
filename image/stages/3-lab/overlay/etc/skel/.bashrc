# Lu par chaque bash interactif. L’invite et l’historique viennent de /etc/atelier/shell.bash.
case $- in *i*) ;; *) return ;; esac
alias ll='ls -l' la='ls -A'
# La complétion se charge à la première touche Tab : chaque invite arrive d’autant plus tôt.
__atelier_completion() {
  . /usr/share/bash-completion/bash_completion && return 124
}
shopt -oq posix || complete -D -F __atelier_completion
