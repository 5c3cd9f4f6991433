class Account::DashboardController < Account::ApplicationController
  def index
  end
end
