BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.GetPermRightHolderCommand'
}

Describe 'Get-PermRightHolder' {
    BeforeEach {
        $script:store = New-TestStore
        $null = New-PermUser ann -Profile Viewer
        $null = New-PermUser bob -Profile Editor
        $null = New-PermUser cid -Profile Viewer -Inactive
    }

    It 'says how, since when and by whose change' {
        Start-Sleep -Milliseconds 5
        $granted = (Get-Date).ToUniversalTime()
        Grant-PermRight Viewer 'Create Transformations'
        $rows = Get-PermRightHolder 'Create collections', '*.show-dat-url'
        $rows.UserName | Sort-Object -Unique | Should -Be ann
        ($rows | Where-Object Right -EQ asset-bank.collections.create-collections).Via | Should -Be Direct
        $implied = $rows | Where-Object Right -EQ dynamic-asset-transformations.show-dat-url
        $implied.Via, $implied.By, $implied.ProfileName | Should -Be 'Implied', 'tester', 'Viewer'
        $implied.Since.UtcDateTime | Should -BeGreaterOrEqual $granted.AddMilliseconds(-1)
        ($rows | Where-Object Right -EQ asset-bank.collections.create-collections).Since.UtcDateTime | Should -BeLessThan $granted
    }

    It 'knows the account owner and the inactive' {
        Set-ContentWorkflowOwner ann
        $right = (Get-PermRight -Solution 'Content Workflow')[0].Key
        (Get-PermRightHolder $right | Where-Object UserName -EQ ann).Via | Should -Be Owner
        (Get-PermRightHolder 'Create collections').UserName | Should -Be ann
        (Get-PermRightHolder 'Create collections' -IncludeInactive | Where-Object -Not IsActive).UserName | Should -Be cid
    }

    It 'tells the account owner since when they are the owner, whatever profile they got later' {
        Set-ContentWorkflowOwner ann
        $owner = Get-PermAuditEvent -Action ContentWorkflowOwnerChanged
        Start-Sleep -Milliseconds 5
        Set-PermUser ann -Profile Editor
        (Get-PermRightHolder content-workflow.manage-users).Since | Should -Be $owner.At
    }

    It 'answers for a past moment' {
        $then = Get-Date
        Start-Sleep -Milliseconds 5
        Set-PermUser bob -Profile Viewer -NewUserName robert
        Set-PermProfile Viewer -NewName Readers
        Get-PermRightHolder *.upload-assets | Should -BeNullOrEmpty
        $holder = Get-PermRightHolder *.upload-assets -AsOf $then
        $holder.UserName, $holder.ProfileName | Should -Be bob, Editor
        (Get-PermRightHolder 'Create collections' -AsOf $then).UserName | Should -Be ann
    }

    It 'takes rights from the pipeline, and its rows name users' {
        (Get-PermRight 'Create collections' | Get-PermRightHolder).UserName | Should -Be ann
        (Get-PermRightHolder 'Create collections' | Get-PermUser).UserName | Should -Be ann
    }

    It 'refuses what is no right, and who may not see the trail' {
        Get-PermRightHolder nope -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "RightNotFound,$class"
        $null = Connect-PermStore $store.Path -As ann
        Get-PermRightHolder 'Create collections' -ErrorVariable denied -ErrorAction SilentlyContinue
        $denied.FullyQualifiedErrorId | Should -Be "NotPermitted,$class"
    }
}
