# Lu par chaque bash interactif. L’invite et l’historique viennent de /etc/atelier/shell.bash.
case $- in *i*) ;; *) return ;; esac
alias ll='ls -l' la='ls -A'
if ! shopt -oq posix && [ -r /usr/share/bash-completion/bash_completion ]; then
  . /usr/share/bash-completion/bash_completion
fi
