class Public::HomeController < ApplicationController
  include RootRedirect
end
