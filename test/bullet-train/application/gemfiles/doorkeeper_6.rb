# The same with the next Doorkeeper, which compares redirect URIs exactly and has a metadata document.
ENV["DOORKEEPER_VERSION"] = "6.0.0.rc2"
eval_gemfile "../Gemfile"
