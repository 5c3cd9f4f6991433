module ApplicationHelper
  include Helpers::Base

  def current_theme
    :light
  end
end
